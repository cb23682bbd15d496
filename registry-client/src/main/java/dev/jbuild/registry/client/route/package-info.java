/// A client that finds repositories where the user's configuration says they are:
/// [RoutedRegistryClient] sits before another client and renames what it is asked for, trying
/// mirrors in turn. [Routes] knows the rules. No request is made here, and no file read.
@NullMarked
package dev.jbuild.registry.client.route;

import org.jspecify.annotations.NullMarked;
