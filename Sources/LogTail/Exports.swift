// What following gives speaks of sources: whoever follows needs both.
@_exported public import Feed
