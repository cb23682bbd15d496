@NullMarked
package dev.jbuild.dockerfile;

import org.jspecify.annotations.NullMarked;
