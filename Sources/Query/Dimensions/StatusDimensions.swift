import AccessLog

extension Dimension {
  /// The status in three digits.
  package static let status = Dimension(
    name: "status", title: "Statuses", usual: .status
  ) { hit, _, _, made in
    made.append(UInt8(ascii: "0") + UInt8(hit.status / 100))
    made.append(UInt8(ascii: "0") + UInt8(hit.status / 10 % 10))
    made.append(UInt8(ascii: "0") + UInt8(hit.status % 10))
    return .made
  }

  /// `1xx` to `5xx`, or `other`.
  package static let statusClass = Dimension(
    name: "class", title: "Classes", usual: .statusClass
  ) { hit, _, _, made in
    guard 100..<600 ~= hit.status else {
      made.append("other")
      return .made
    }
    made.append(UInt8(ascii: "0") + UInt8(hit.status / 100))
    made.append("xx")
    return .made
  }
}

extension [UInt8] {
  /// Appends a constant text without allocating.
  mutating func append(_ text: StaticString) {
    // The buffer of a constant lives as long as the program.
    text.withUTF8Buffer { unsafe append(contentsOf: $0) }
  }
}
