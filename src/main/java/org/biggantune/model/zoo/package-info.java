/** DJL's model zoo: {@link org.biggantune.model.zoo.DjlZoo} says which file an address such as {@code djl://…} stands for. */
package org.biggantune.model.zoo;
