@NullMarked
package dev.jbuild.linux;

import org.jspecify.annotations.NullMarked;
