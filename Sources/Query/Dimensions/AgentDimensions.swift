import AccessLog

extension Dimension {
  /// The product that sent the request, as a person would name it; see ``AgentWords``.
  package static let agent = Dimension(
    name: "agent", title: "User agents", parts: .rest, usual: .agentMark,
    source: { hit, bytes in hit.userAgent(in: bytes) },
    read: { hit, bytes, _, made in
      guard let agent = hit.userAgent(in: bytes) else { return .missing }
      return AgentWords.shared.product(bytes, agent, to: &made)
    })

  /// The user agent as logged.
  package static let rawAgent = Dimension(
    name: "agent-raw", title: "User agents as logged", parts: .rest, usual: .agent
  ) { hit, bytes, _, _ in
    hit.userAgent(in: bytes).map { .logged($0) } ?? .missing
  }
}
