/// What is requested.
struct Site {
  private let ranks: ZipfRanks
  private let sectionLength: Int
  private let words = ZipfRanks(count: Site.segments.count, skew: 0.8)

  init(sections: Int, skew: Double, sectionLength: Int) {
    ranks = ZipfRanks(count: sections, skew: skew)
    self.sectionLength = sectionLength
  }

  func nextSection(_ random: inout SeededRandom) -> Int {
    ranks.next(&random)
  }

  func kind(of section: Int) -> SectionKind {
    Site.kinds[section < Site.names.count ? section : section % Site.kinds.count]
  }

  /// Appends a target in the section of that rank.
  func appendTarget(
    in section: Int, _ kind: SectionKind, to bytes: inout [UInt8], _ random: inout SeededRandom
  ) {
    let start = bytes.count
    appendName(of: section, to: &bytes)
    let isRoot = bytes.count == start + 1
    for left in stride(from: isRoot ? 0 : random.element(of: kind.depths), to: 0, by: -1) {
      bytes.append(UInt8(ascii: "/"))
      let segment = left > 1 ? Site.segments[words.next(&random)] : random.element(of: kind.leaves)
      if segment.utf8CodeUnitCount == 0 {
        bytes.append(decimal: 1 + random.below(9_999))
      } else {
        bytes.append(segment)
      }
    }
    guard random.chance(0.12) else { return }
    bytes.append(random.element(of: Site.queries))
    bytes.append(decimal: 1 + random.below(500))
  }

  private func appendName(of section: Int, to bytes: inout [UInt8]) {
    let start = bytes.count
    if section < Site.names.count {
      bytes.append(Site.names[section])
    } else {
      bytes.append("/section-")
      bytes.append(decimal: section + 1)
    }
    let missing = sectionLength - (bytes.count - start)
    if missing > 0 { bytes.append(contentsOf: repeatElement(UInt8(ascii: "x"), count: missing)) }
  }

  /// The sections from the first rank on; those behind them are numbered.
  private static let names: [StaticString] = [
    "/api", "/", "/static", "/products", "/images", "/pages", "/search", "/login", "/blog", "/cart",
    "/report", "/users", "/assets", "/checkout", "/help", "/news", "/graphql", "/account",
    "/downloads", "/admin",
  ]

  /// As many as there are names, in their order.
  private static let kinds: [SectionKind] = [
    .interface, .pages, .assets, .pages, .assets, .pages, .pages, .forms, .pages, .forms,
    .pages, .interface, .assets, .forms, .pages, .pages, .interface, .forms,
    .assets, .pages,
  ]

  private static let segments: [StaticString] = [
    "v1", "users", "2024", "en", "shoes", "orders", "v2", "img", "css", "posts", "garden",
    "details",
    "reviews", "de", "search%20results", "caf%C3%A9",
  ]

  private static let queries: [StaticString] = [
    "?page=", "?id=", "?q=tide&offset=", "?utm_source=mail&n=",
  ]
}
