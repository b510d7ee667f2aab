import Testing

@testable import AccessLog

/// Formats of JSON lines whose keys are given.
struct JSONDefinitionTests {
  private static let line =
    #"{"when":1594195830,"req":{"ip":"192.0.2.1","m":"GET","path":"/a/b"},"res.code":404,"#
    + #""n":"7","took":15,"request":"PUT /x HTTP/1.1","status":200,"user_agent":"x"}"#

  @Test(arguments: [
    "json:time=when,client=req.ip,status=res.code,method=req.m,target=req.path,bytes=n,duration_ms=took",
    "json:client=req.ip,duration_ms=took,bytes=n,target=req.path,method=req.m,status=res.code,time=when",
  ])
  func fieldsAreReadUnderTheKeysThatAreGiven(name: String) throws {
    guard case .named(let format)? = FormatChoice(name: name) else {
      Issue.record("\(name) is no format")
      return
    }
    let read = try #require(DecodedHit(JSONDefinitionTests.line, format))
    #expect(read.hit.instant.seconds == 1_594_195_830 && read.hit.status == 404)
    #expect(read.client == "192.0.2.1" && read.method == "GET" && read.target == "/a/b")
    #expect(read.hit.responseBytes == 7 && read.hit.details.duration == .milliseconds(15))
    // The others have their usual names.
    #expect(read.userAgent == "x")
    #expect(format.name == name && FormatChoice(name: format.name) == .named(format))
    #expect(SourceMemory(bytes: SourceMemory(.named(format)).bytes) == SourceMemory(.named(format)))
  }

  /// Of a field that is given, the usual names are not read.
  @Test func aFieldThatIsGivenHasNoOtherKey() {
    guard case .named(let format)? = FormatChoice(name: "json:time=when,client=req.ip,status=code")
    else {
      Issue.record("no format")
      return
    }
    #expect(DecodedHit(JSONDefinitionTests.line, format) == nil)
  }

  @Test(arguments: [
    "json:", "json:time", "json:time=", "json:=x", "json:x=y", "json:time=ts,", "json:time=a..b",
    "json:time=a/b", "json:time=a.b.c.d.e.f.g.h.i", "JSON:time=ts", "json:duration_s=x",
  ])
  func otherTextsAreNoDefinition(name: String) {
    #expect(FormatChoice(name: name) == nil)
  }

  @Test(arguments: [
    ("json:", "at column 6 FIELD=KEY was expected, such as time=ts; not ''"),
    ("json:time=ts,status", "at column 14 FIELD=KEY was expected, such as time=ts; not 'status'"),
    (
      "json:time=ts,statos=x", "at column 14 'statos' is no field; there are time, client, status, "
    ),
    ("json:client=a..b", "at column 13 a key was expected, such as req.ip: at most 8 names"),
  ])
  func aMistakeSaysWhereItIs(text: String, expected: String) {
    do throws(LayoutError) {
      _ = try LogFormat(jsonDefinition: text)
      Issue.record("it is read")
    } catch {
      #expect(error.description.hasPrefix(expected), "\(error)")
    }
  }
}
