/** DJL's model zoo: {@link org.biggantune.model.zoo.DjlZoo} resolves addresses such as {@code djl://…} to files. */
package org.biggantune.model.zoo;
