/// Everything below a single HTTP request: which scheme a host speaks ([Endpoints]), whom it trusts
/// ([TrustedHosts]), what a failed exchange means ([Failures]) and how long answers may be
/// ([Answers]). The HTTP library appears here and in the packages above, never in a contract.
@NullMarked
package dev.jbuild.registry.client.transport;

import org.jspecify.annotations.NullMarked;
