import AccessLog

extension Dimension {
  /// Who sent the request; see ``ClientName``.
  package static let client = Dimension(
    name: "client", title: "Clients", shownBytes: 128, usual: .client
  ) { hit, bytes, _, made in
    guard !bytes.isUsualIPv4(hit.client) else { return .logged(hit.client) }
    let name = ClientName(bytes, hit.client)
    if case .logged(let range) = name { return .logged(range) }
    name.append(bytes, to: &made)
    return .made
  }

  /// The authenticated user.
  package static let user = Dimension(
    name: "user", title: "Users", usual: .user
  ) { hit, bytes, _, _ in
    hit.userName(in: bytes).map { .logged($0) } ?? .missing
  }
}
