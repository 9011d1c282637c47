/**
 * Python pickles, parsed and never executed: the stream of opcodes becomes plain values, and what would be a call in
 * Python becomes a description of the call, from an allow-list.
 *
 * <p>Values: {@code None} is {@code null}; {@code bool}, {@code int}, {@code float}, {@code str} and {@code bytes} are
 * {@link java.lang.Boolean}, {@link java.lang.Long} ({@link java.math.BigInteger} beyond 64 bits),
 * {@link java.lang.Double}, {@link java.lang.String} and {@code byte[]}; containers are
 * {@link org.biggantune.archive.pickle.PickleList} (list, set, frozenset),
 * {@link org.biggantune.archive.pickle.PickleTuple} and {@link org.biggantune.archive.pickle.PickleDict} (dict,
 * OrderedDict); a class or function is a {@link org.biggantune.archive.pickle.PickleGlobal}, an instance a
 * {@link org.biggantune.archive.pickle.PickleObject}, a call a {@link org.biggantune.archive.pickle.PickleCall}, a
 * persistent id a {@link org.biggantune.archive.pickle.PickleReference}. Values may contain themselves: who walks them
 * bounds depth and number of visits. Containers compare by identity, so that hashing one is cheap.
 *
 * <p>Reading order: {@link org.biggantune.archive.pickle.PickleParser},
 * {@link org.biggantune.archive.pickle.PickleLimits}, {@link org.biggantune.archive.pickle.AllowedGlobals}. May import
 * {@code domain} and {@code io}.
 */
package org.biggantune.archive.pickle;
