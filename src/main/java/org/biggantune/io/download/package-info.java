/**
 * Files fetched from elsewhere: {@link org.biggantune.io.download.Downloader} resumes, retries and checks; {@link
 * org.biggantune.io.download.RemoteFile} says what is fetched, {@link org.biggantune.io.download.ProxyEnvironment} through
 * which proxy. Nothing in the tool uses the network but what calls this.
 */
package org.biggantune.io.download;
