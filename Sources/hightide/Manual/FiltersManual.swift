import Query

/// hightide-filters(7): the language of filters, and what hits are grouped by.
enum FiltersManual {
  static var text: String {
    var page = Mdoc(
      "hightide-filters", section: 7, "choose hits by what they say, and group them")
    page.heading("DESCRIPTION")
    page.sentences(
      "A filter chooses hits: in the option --where, and in the keys where and of of a rule. It is a "
        + "comparison of a field with a value, or several with and, or, not and brackets between them. "
        + "A comparison binds tighter than not, that than and, that than or.")
    page.paragraph(
      "A value ends at a space, a comma or a bracket unless it is in quotes, within which \\\" and \\\\ "
        + "are \" and \\. A field that the line lacks matches no comparison; one that is logged as - "
        + "has that value. A pattern that takes more than 100,000 steps on a line is given up there "
        + "and does not match.")
    page.heading("NUMBERS")
    page.list(rows(FilterWords.numbers))
    page.heading("TEXTS")
    page.sentences("All dimensions, and:")
    page.list(rows(FilterWords.texts))
    page.heading("COMPARISONS")
    page.sentences("Texts are compared by their bytes, case too. The field")
    page.list(rows(FilterWords.operators))
    page.heading("DIMENSIONS")
    page.sentences(
      "Hits are grouped by these: in the options --by, on the dashboard and by the key by of a rule. "
        + "Where a line lacks the field, its group is -.")
    page.list(rows(FilterWords.dimensions))
    page.heading("EXAMPLES")
    page.examples(ManualExample.filters)
    page.heading("SEE ALSO")
    page.raw(".Xr hightide 1 ,")
    page.raw(".Xr hightide.ini 5")
    return page.text
  }

  private static func rows(_ rows: [FilterWords.Row]) -> [(word: String, meaning: String)] {
    rows.map { (word: $0.name, meaning: $0.meaning + ".") }
  }
}
