// Package graph keeps what claims say: articles and claims in, quads kept, both
// retractable. It ties the store and resolution together and maintains the graphs
// of claims, provenance, documents and derived facts, article by article.
//
// It knows nothing of how articles are read or of query languages; it offers
// engines a snapshot of the quads and Cayley's handle.
package graph
