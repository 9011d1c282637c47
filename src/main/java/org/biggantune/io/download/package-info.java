/**
 * Downloads: {@link org.biggantune.io.download.Downloader} resumes, retries and verifies; {@link
 * org.biggantune.io.download.RemoteFile} describes a file, {@link org.biggantune.io.download.ProxyEnvironment} the
 * proxy. No other part of the tool uses the network.
 */
package org.biggantune.io.download;
