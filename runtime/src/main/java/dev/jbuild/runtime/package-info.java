@NullMarked
package dev.jbuild.runtime;

import org.jspecify.annotations.NullMarked;
