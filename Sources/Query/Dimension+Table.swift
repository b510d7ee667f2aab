import AccessLog

extension Dimension {
  /// The part of the target before its second slash; see ``Section``.
  package static let section = Dimension(name: "section", title: "Sections") { hit, bytes, name in
    name.append(hit.section(in: bytes), in: bytes)
  }

  /// The part of the target before its third slash: what a section consists of.
  package static let subsection = Dimension(
    name: "subsection", title: "Paths"
  ) { hit, bytes, name in
    var section = hit.section(in: bytes)
    if let target = hit.request?.target, !section.needsSlash {
      section.range = Section.pathBelow(section.range, target, in: bytes)
    }
    name.append(section, in: bytes)
  }

  /// Who sent the request, as logged.
  package static let client = Dimension(
    name: "client", title: "Clients", shownBytes: 128
  ) { hit, bytes, name in
    bytes.append(hit.client, to: &name)
  }

  /// All dimensions, in the order in which they are listed.
  package static let all: [Dimension] = [section, subsection, client]
}

extension Hit {
  /// Empty where there is no usable request.
  fileprivate func section(in bytes: RawSpan) -> Section {
    Section(of: request?.target ?? 0..<0, in: bytes)
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ section: Section, in bytes: RawSpan) {
    guard !section.range.isEmpty else {
      self += Section.unknown
      return
    }
    bytes.append(section.range, to: &self)
    if section.needsSlash { append(UInt8(ascii: "/")) }
  }
}
