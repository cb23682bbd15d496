@NullMarked
package dev.jbuild.cli;

import org.jspecify.annotations.NullMarked;
