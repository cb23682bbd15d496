/// Makes the distribution: a directory that runs without a JDK, and an archive of it.
///
/// [dev.jbuild.packaging.Packager] is the front door and says in which order the parts are made:
/// merged jars, run-time image, AOT caches, start script, archive. Every part is a pure function of
/// its inputs except the AOT caches, which the JVM writes. No cache is ever found under the name of
/// another build: [dev.jbuild.packaging.Fingerprint] puts a hash of everything it depends on into
/// its name, because the JVM does not notice changed jars by itself.
@NullMarked
package dev.jbuild.packaging;

import org.jspecify.annotations.NullMarked;
