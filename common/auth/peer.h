#pragma once

#include <grpcpp/security/auth_context.h>

#include <optional>
#include <string>
#include <vector>

namespace opora::auth {

// Who is at the other end of a TLS connection, according to its certificate.
struct Peer {
  bool authenticated = false;  // false: there is no certificate, and all else is empty
  std::string common_name;     // for logs only; identity is in the URIs
  std::vector<std::string> uris;
  // base64url of the SHA-256 of the certificate (DER), as in a token's cnf."x5t#S256". Empty if it
  // cannot be computed: compare a token's with it only when the token's is not empty.
  std::string certificate_sha256;
};

// gRPC must have verified the certificate: the listener is to demand client certificates *and*
// verify them (GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY). A mode without
// verification looks the same from here.
Peer PeerOf(const grpc::AuthContext& context);

// The peer's role is its one URI below spiffe://opora/; a certificate with several has none.
// What is not the role asked for is nullopt, which compares equal to no name and no id.

// spiffe://opora/service/<name>
std::optional<std::string> ServiceName(const Peer& peer);

// spiffe://opora/agency/<uuid>, lower-case
std::optional<std::string> AgencyId(const Peer& peer);

// spiffe://opora/edge: the proxy whose headers about a caller's certificate are believed.
bool IsEdge(const Peer& peer);

}  // namespace opora::auth
