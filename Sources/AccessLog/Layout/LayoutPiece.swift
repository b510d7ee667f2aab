/// A piece of a line whose layout is known.
enum LayoutPiece: Sendable, Hashable {
  /// What stands there as it is.
  case text(String)
  /// Something else in each line; the second is the place in the definition where it is named, from 1.
  case field(LayoutField, Int)
  /// Whatever follows, or nothing.
  case rest

  static func field(_ kind: LayoutField.Kind) -> LayoutPiece { .field(LayoutField(kind: kind), 0) }
  static func skip(_ sample: String) -> LayoutPiece { .field(.skip(sample), 0) }
  static func time(_ form: LayoutField.TimeForm) -> LayoutPiece { .field(.time(form), 0) }
  static func duration(_ unit: LayoutField.Unit) -> LayoutPiece { .field(.duration(unit), 0) }

  static let client = field(.client)
  static let forwardedFor = field(.forwardedFor)
  static let identity = field(.identity)
  static let user = field(.user)
  static let userWord = field(LayoutField(kind: .user, isWord: true), 0)
  static let request = field(.request)
  static let method = field(.method)
  static let target = field(.target)
  static let version = field(.version)
  static let status = field(.status)
  static let bytes = field(.bytes)
  static let host = field(.virtualHost)
  static let referrer = field(.referrer)
  static let agent = field(.userAgent)
}

extension LayoutPiece: ExpressibleByStringLiteral {
  init(stringLiteral text: String) { self = .text(text) }
}

/// What is true of all lines of a layout.
struct LayoutTraits: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  /// Targets are absolute whatever the client sent: the origin is the virtual host.
  static let absoluteTargets = LayoutTraits(rawValue: 1)
  /// A `#` in a target begins an escape, not a fragment.
  static let escapesWithHash = LayoutTraits(rawValue: 2)
  /// Columns may have more spaces between them than one.
  static let padded = LayoutTraits(rawValue: 4)
  /// A port stands behind each client.
  static let clientHasPort = LayoutTraits(rawValue: 8)
  /// A status may be missing: `-`, `0` or `-1`.
  static let statusMayBeMissing = LayoutTraits(rawValue: 16)
  /// The protocol is a bare number: `GET / 1.1`.
  static let bareVersions = LayoutTraits(rawValue: 32)
}

/// Why a layout cannot be read.
public struct LayoutError: Error, Hashable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}
