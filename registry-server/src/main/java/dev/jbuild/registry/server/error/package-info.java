/// What a registry answers when it cannot do as asked: [ErrorCode] is the table of codes,
/// [RegistryFault] carries one to the edge, [ErrorBody] writes it as the distribution
/// specification's JSON.
@NullMarked
package dev.jbuild.registry.server.error;

import org.jspecify.annotations.NullMarked;
