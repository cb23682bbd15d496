/// Docker's client configuration as far as it concerns registries: [DockerConfig] reads and writes
/// credentials in `config.json`, [CredentialHelpers] speaks with `docker-credential-*` programs.
/// Nothing here talks to a registry.
@NullMarked
package dev.jbuild.registry.client.config;

import org.jspecify.annotations.NullMarked;
