/**
 * Parses Python pickles without executing anything: opcodes become plain values, and calls of allowed functions become
 * descriptions of the calls.
 *
 * <p>Values: {@code None} is {@code null}; {@code bool}, {@code int}, {@code float}, {@code str} and {@code bytes} are
 * {@link java.lang.Boolean}, {@link java.lang.Long} ({@link java.math.BigInteger} beyond 64 bits), {@link
 * java.lang.Double}, {@link java.lang.String} and {@code byte[]}; containers are {@link
 * org.biggantune.archive.pickle.PickleList} (list, set, frozenset), {@link org.biggantune.archive.pickle.PickleTuple}
 * and {@link org.biggantune.archive.pickle.PickleDict} (dict, OrderedDict); a class or function is a {@link
 * org.biggantune.archive.pickle.PickleGlobal}, an instance a {@link org.biggantune.archive.pickle.PickleObject}, a call
 * a {@link org.biggantune.archive.pickle.PickleCall}, a persistent id a {@link
 * org.biggantune.archive.pickle.PickleReference}. Values may contain themselves; code that walks them must bound depth
 * and number of visits. Containers compare by identity, which makes hashing cheap.
 *
 * <p>Reading order: {@link org.biggantune.archive.pickle.PickleParser}, {@link
 * org.biggantune.archive.pickle.PickleLimits}, {@link org.biggantune.archive.pickle.AllowedGlobals}. Uses {@code
 * domain} and {@code io}.
 */
package org.biggantune.archive.pickle;
