/// From a finished root file system to an image in the store: configuration, history, manifest.
///
/// [dev.jbuild.builder.image.ImageAssembler] makes the documents; it is a pure function of its
/// inputs. [dev.jbuild.builder.image.ConfigMapping] translates between the planner's configuration
/// and the image model's.
@NullMarked
package dev.jbuild.builder.image;

import org.jspecify.annotations.NullMarked;
