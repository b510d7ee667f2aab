/// What requests to a section of the site look like.
struct SectionKind {
  /// Each as often as it comes.
  var methods: [Method]
  /// Each as often as it comes.
  var statuses: [Int]
  /// Of a response's body, in bytes.
  var medianBytes: Double
  /// Of the logarithm of the bytes.
  var deviation: Double
  /// How many segments follow the section; each as often as it comes.
  var depths: [Int]
  /// What the last segment may be; a number where it is empty.
  var leaves: [StaticString]

  static let pages = SectionKind(
    methods: repeated([(.get, 95), (.head, 3), (.post, 2)]),
    statuses: repeated([
      (200, 880), (304, 55), (301, 20), (302, 10), (404, 28), (403, 3), (500, 3), (502, 1),
    ]),
    medianBytes: 9_000, deviation: 1.1, depths: [0, 0, 1, 1, 1, 1, 2, 2, 3, 4],
    leaves: ["", "", "create", "list", "archive", "about", "popular", "edit"])

  static let assets = SectionKind(
    methods: [.get],
    statuses: repeated([(200, 700), (304, 270), (206, 15), (404, 15)]),
    medianBytes: 24_000, deviation: 1.6, depths: [1, 1, 1, 2, 2, 3],
    leaves: ["app.js", "main.css", "logo.svg", "hero.webp", "icons.woff2", "vendor.js", "bg.png"])

  static let interface = SectionKind(
    methods: repeated([
      (.get, 60), (.post, 22), (.put, 8), (.patch, 4), (.delete, 4), (.options, 2),
    ]),
    statuses: repeated([
      (200, 800), (201, 60), (204, 60), (400, 20), (401, 20), (404, 20), (429, 5), (500, 10),
      (503, 5),
    ]),
    medianBytes: 900, deviation: 1.2, depths: [1, 2, 2, 2, 3, 3, 4],
    leaves: ["", "", "", "items", "status", "batch"])

  static let forms = SectionKind(
    methods: repeated([(.get, 55), (.post, 45)]),
    statuses: repeated([(200, 600), (302, 310), (401, 50), (403, 20), (422, 15), (500, 5)]),
    medianBytes: 3_000, deviation: 0.6, depths: [0, 0, 0, 1],
    leaves: ["confirm", "reset", "step-2"])

  private static func repeated<Element>(_ weights: [(Element, Int)]) -> [Element] {
    weights.flatMap { Array(repeating: $0.0, count: $0.1) }
  }
}

/// What is done with a target.
enum Method {
  case get
  case head
  case post
  case put
  case patch
  case delete
  case options

  var nameAndSpace: StaticString {
    switch self {
    case .get: "GET "
    case .head: "HEAD "
    case .post: "POST "
    case .put: "PUT "
    case .patch: "PATCH "
    case .delete: "DELETE "
    case .options: "OPTIONS "
    }
  }
}
