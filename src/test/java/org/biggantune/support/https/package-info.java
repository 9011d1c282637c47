/** A stand-in for the network. The package's last name is the protocol, as Java wants it. */
package org.biggantune.support.https;
