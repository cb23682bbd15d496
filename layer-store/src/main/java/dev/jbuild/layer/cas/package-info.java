/// The content store on disk: one file for each digest, written aside, verified, renamed.
@NullMarked
package dev.jbuild.layer.cas;

import org.jspecify.annotations.NullMarked;
