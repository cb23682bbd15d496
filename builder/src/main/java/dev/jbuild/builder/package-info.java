@NullMarked
package dev.jbuild.builder;

import org.jspecify.annotations.NullMarked;
