import AccessLog

extension Dimension {
  /// The request method; `-` without a usable request.
  package static let method = Dimension(
    name: "method", title: "Methods", usual: .method
  ) { hit, _, _, made in
    .logged(hit.request?.method, orUnknown: &made)
  }

  /// The protocol and its version, `HTTP/1.1`.
  package static let requestProtocol = Dimension(
    name: "protocol", title: "Protocols", parts: .request, usual: .requestProtocol
  ) { hit, _, _, _ in
    hit.requestProtocol.map { .logged($0) } ?? .missing
  }

  /// The virtual host that the request was for.
  package static let virtualHost = Dimension(
    name: "vhost", title: "Virtual hosts", parts: .rest, usual: .missing
  ) { hit, _, _, _ in
    hit.details.virtualHost.map { .logged($0) } ?? .missing
  }

  /// The machine that wrote the line.
  package static let server = Dimension(
    name: "server", title: "Servers", parts: .rest, usual: .server
  ) { hit, _, _, _ in
    hit.details.server.map { .logged($0) } ?? .missing
  }
}
