/**
 * The command {@code classes}. {@link org.biggantune.command.classes.ClassSearch} finds classes, {@link
 * org.biggantune.command.classes.ClassListing} shows them.
 */
package org.biggantune.command.classes;
