// Package store keeps quads and a few records beside them in one directory. It is
// a Cayley graph.QuadStore (backend "entente") and offers the query engine a
// consistent view by ids.
//
// On disk it is one Pebble database: a dictionary of terms, one key-only index
// for every order in which quads are scanned, an index over the values of
// numbers, dates and times, counters, and the records of the layer above. One
// process holds a store at a time.
//
// The package knows quads, terms and bytes; it does not know articles, claims,
// or any query language.
package store
