/// What a machine is called that writes lines.
///
/// One object for all lines of a source: to carry it with them costs one count of references.
package final class ServerName: Sendable {
  package let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }
}

extension ServerName: Equatable {
  package static func == (left: ServerName, right: ServerName) -> Bool {
    left === right || left.bytes == right.bytes
  }
}
