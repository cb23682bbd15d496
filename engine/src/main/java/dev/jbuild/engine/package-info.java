@NullMarked
package dev.jbuild.engine;

import org.jspecify.annotations.NullMarked;
