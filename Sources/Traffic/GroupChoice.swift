package import Query

/// A group that is looked at closely.
package struct GroupChoice: Hashable, Sendable {
  package var dimension: Dimension
  /// The bytes of its name as logged.
  package var name: [UInt8]

  package init(_ dimension: Dimension, _ name: [UInt8]) {
    self.dimension = dimension
    self.name = name
  }

  /// The hits that belong to it: a client that stands in a list of networks is one client.
  package var counted: GroupChoice {
    guard dimension.foldsClients, let slash = name.lastIndex(of: UInt8(ascii: "/")) else {
      return self
    }
    let bits = name[(slash + 1)...]
    guard bits.elementsEqual("32".utf8) || bits.elementsEqual("128".utf8) else { return self }
    return GroupChoice(.client, Array(name[..<slash]))
  }
}
