/// Certificates: [PemFiles] reads those of an operator, [OwnAuthority] makes and renews the
/// registry's own. Both give [KeyMaterial]; nothing here knows who listens with it.
@NullMarked
package dev.jbuild.registry.server.tls;

import org.jspecify.annotations.NullMarked;
