/**
 * {@code classes}: which classes a model has. {@link org.biggantune.command.classes.ClassSearch} finds them, {@link
 * org.biggantune.command.classes.ClassListing} shows them.
 */
package org.biggantune.command.classes;
