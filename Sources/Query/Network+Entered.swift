import AccessLog

extension [Network] {
  /// Addresses and networks with commas between them; `nil` for any other text.
  package init?(entered text: String) {
    self = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let network = Network(String(part)) else { return nil }
      append(network)
    }
  }

  /// The list as it would be entered.
  package var entered: String {
    map { network in
      var text: [UInt8] = []
      text.append(network)
      return String(decoding: text, as: UTF8.self)
    }
    .joined(separator: ",")
  }
}
