// The items of a tail contain source events, so a module that imports this one needs both.
@_exported public import Feed
