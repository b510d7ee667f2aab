/// A program that sends requests, and how it is told by its user agent: a row of the table of agents.
struct AgentProduct: Sendable {
  /// What a product is for.
  enum Kind: Sendable {
    /// Fills the index of a search engine.
    case search
    /// Gathers text for language models, or answers with it.
    case ai
    /// Measures who links to whom, for sale.
    case marketing
    /// Makes the preview of a link that somebody posted.
    case preview
    /// Looks whether a site is up and how fast.
    case monitor
    /// Keeps copies of sites.
    case archive
    /// Looks for weaknesses.
    case scanner
    /// Fetches feeds.
    case feed
    /// Shows pages to a person.
    case browser
  }

  /// What a word of the user agent begins with, in any case.
  let word: String
  /// What a person calls it.
  let name: StaticString
  let kind: Kind
}

extension AgentProduct {
  /// All products; where several are named by one user agent, the first in this order is meant.
  ///
  /// Crawlers stand before browsers, since they call themselves one too. Of browsers the derived ones
  /// stand before what they are derived from: Edge says that it is Chrome, and Chrome that it is
  /// Safari.
  static let all = crawlers + browsers
}
