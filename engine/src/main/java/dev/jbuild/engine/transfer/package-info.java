/// Moves whole images between registries and the store: [ImagePuller] and [ImagePusher], which tell
/// a [TransferListener] what they do. A pull publishes names as its last step and a push the
/// manifest, so that nobody ever sees half an image. How bytes travel is the registry client's
/// business, how they are kept the layer store's.
@NullMarked
package dev.jbuild.engine.transfer;

import org.jspecify.annotations.NullMarked;
