/** What several tests share: running the packaged launcher, checking the sources against the architecture. */
package org.biggantune.support;
