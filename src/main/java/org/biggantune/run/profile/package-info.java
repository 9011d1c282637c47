/**
 * What one run of a program was made of: the operators that libtorch recorded ({@link
 * org.biggantune.run.profile.OperatorTrace}), the multiply-adds that their shapes tell ({@link
 * org.biggantune.run.profile.FlopCounter}), and both as a table. JDK and Jackson; needs no native library.
 */
package org.biggantune.run.profile;
