/// How lists, sizes, ages and times read on a screen: docker's tables and units, without formatters
/// that cost start-up time. Knows nothing of images or containers.
@NullMarked
package dev.jbuild.cli.text;

import org.jspecify.annotations.NullMarked;
