import Query
import Testing

/// Every mistake with its place: the caret stands under the column that is named.
struct FilterMistakeTests {
  @Test(arguments: [
    ("", 1, "expected a comparison, such as status>=500"),
    ("   ", 4, "expected a comparison, such as status>=500"),
    ("stats=1", 1, "unknown field; the fields are agent, agent-raw, bytes, "),
    ("status=1 and nope=2", 14, "unknown field; "), ("Status=1", 1, "unknown field; "),
    ("network/7=x", 1, "unknown field; "), ("=1", 1, "expected a field: agent, "),
    ("status=1 and", 13, "expected a field: "), ("not", 4, "expected a field: "),
    ("(status=1", 1, "this bracket is never closed"), ("()", 2, "expected a field: "),
    ("status=1)", 9, "no bracket is open here"), ("status=1 path=/", 10, "expected and, or, "),
    ("status=1 AND path=/", 10, "expected and, or, "),
    ("(status=1 path=/)", 11, "expected and, or, or a c"),
    ("status", 7, "expected !=, <=, >=, =, <, > or in behind status"),
    ("status 1", 8, "expected !=, <=, >=, =, <, > or in behind status"),
    ("path /", 6, "expected !=, ^=, $=, *=, =, ~ or in behind path"),
    ("path !~ x", 6, "expected !="), ("path inx", 6, "expected !="),
    ("status~4", 7, "status is a number and takes !=, <=, >=, =, <, > or in"),
    ("status^=4", 7, "status is a number and takes "), ("path<4", 5, "path is a text and takes "),
    ("client>=1", 7, "client is a text and takes "), ("time*=1", 5, "time is a number and takes "),
    ("status=", 8, "expected a status from 0 to 999"), ("status=4xx", 8, "expected a status"),
    ("status=1000", 8, "expected a status"), ("status=4.5", 8, "expected a status"),
    ("status=-1", 8, "expected a status"), ("status==200", 8, "a value that begins with ="),
    ("path==/x", 6, "a value that begins with = has to be quoted"),
    ("bytes>1KB", 7, "expected a number of bytes"), ("bytes>1.KiB", 7, "expected a number"),
    ("bytes>99999999999999999999", 7, "expected a number"),
    ("bytes>9999999999GiB", 7, "expected a n"),
    ("duration>1h", 10, "expected a duration, such as 250ms"), ("time>10:10", 6, "expected a time"),
    ("time>2020-02-30T00:00:00Z", 6, "expected a time, such as 2020-07-08T10:10:30+02:00"),
    ("path=", 6, "expected a value"), ("path= and status=1", 11, "expected and, or, "),
    ("path=(a)", 6, "expected a value"), ("path=,", 6, "expected a value"),
    ("path=a\"b\"", 7, "a value with a quote in it has to be quoted as a whole"),
    ("path=\"ab", 6, "this quote is never closed"),
    ("path=\"ab\\\"", 6, "this quote is never closed"),
    ("path=\"a\"b", 9, "expected a space, a comma or a bracket behind the quote"),
    ("path in a", 9, "expected a list in brackets, such as (a, b)"),
    ("path in", 8, "expected a list in brackets"), ("path in (", 10, "expected a value"),
    ("path in ()", 10, "expected a value"), ("path in (a,)", 12, "expected a value"),
    ("path in (a", 9, "this bracket is never closed"), ("path in (a b)", 12, "expected a comma or"),
    ("status in 4", 11, "expected a list in brackets"),
    ("status in (4, x)", 15, "expected a status"),
    ("network in 10.0.0.0/8", 12, "expected a list in brackets"),
    ("client in x.example", 11, "expected an address, a network such as 203.0.113.0/24, or a list"),
    ("client in 10.0.0.0/33", 11, "expected an address"),
    ("client in 10.0.0.0/", 11, "expected an a"),
    ("client in 10.0.0.256/24", 11, "expected an address"),
    ("client in (10.0.0.0/8, 1/2)", 24, "expected an"),
    ("client in ::/129", 11, "expected an address"), ("client in ::ffff:0:0/95", 11, "expected an"),
    ("path ~ a(b", 9, "expected and, or, "),
    ("path ~ \"a(b\"", 8, "not a pattern of PCRE2: missing"),
    ("path ~ a[b", 11, "not a pattern of PCRE2: missing terminating ]"),
    ("path ~ (*UTF)a", 8, "expected a value"),
  ])
  func sayWhereTheyAreAndWhatWasExpected(text: String, column: Int, problem: String) throws {
    let error = try #require(throws: FilterError.self) { try Filter(text) }
    #expect(error.problem.hasPrefix(problem), "\(error.problem)")
    #expect(error.offset + 1 == column, "\(error)")
    #expect(error.description.hasSuffix(", at column \(column)"))
    #expect(error.excerpt == [text, String(repeating: " ", count: column - 1) + "^"])
  }

  @Test func showThePartOfALongFilterThatTheyAreIn() throws {
    let text =
      String(repeating: "status=200 or ", count: 20) + "\u{1B}[31mé=1 "
      + String(repeating: "x", count: 90)
    let error = try #require(throws: FilterError.self) { try Filter(text) }
    #expect(error.offset == 280)
    #expect(error.excerpt[0].hasPrefix("...=200 or status=200 or "))
    #expect(error.excerpt[0].hasSuffix("..."))
    #expect(error.excerpt[0].dropFirst(53).hasPrefix("\\x1b[31m\\xc3\\xa9=1 "))
    #expect(error.excerpt[1] == String(repeating: " ", count: 53) + "^")
  }

  @Test func areBracketsWithoutEnd() throws {
    for text in [String(repeating: "(", count: 100_000), String(repeating: "not ", count: 100_000)]
    {
      let error = try #require(throws: FilterError.self) { try Filter(text) }
      #expect(error.problem == "more than 100 levels of brackets and not")
    }
    let nested = String(repeating: "(", count: 99) + "status=1" + String(repeating: ")", count: 99)
    #expect(throws: Never.self) { try Filter(nested) }
    let long = Array(repeating: "status=1", count: 20_000).joined(separator: " or ")
    #expect(throws: Never.self) { try Filter(long) }
  }
}
