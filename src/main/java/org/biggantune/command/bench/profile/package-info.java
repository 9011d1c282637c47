/**
 * What one run of a program was made of: the operators that libtorch recorded ({@link
 * org.biggantune.command.bench.profile.OperatorTrace}), the multiply-adds that their shapes tell ({@link
 * org.biggantune.command.bench.profile.FlopCounter}), and both as a table. JDK and Jackson; needs no native library.
 */
package org.biggantune.command.bench.profile;
