// Package lexicon holds what the languages say: triggers, function words, titles,
// units, kinds of document. It is data; the mechanism that reads it lives in the
// rooms under extract.
package lexicon

import "embed"

// Files are the YAML files of this folder, one subject a file.
//
//go:embed *.yaml
var Files embed.FS
