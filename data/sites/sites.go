// Package sites holds what is known of web sites and of pages in general: where
// known sites keep title, time and body, the words of page furniture, cues of
// genre, posts of authors, zones of hosts. It is data for extract/page.
package sites

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

//go:embed *.yaml
var files embed.FS

// Site says where the pages of a host keep what. The values are lists of CSS
// selectors, tried in order; Outlet is the outlet's name where its pages do not
// print one.
type Site struct {
	Hosts  []string `yaml:"hosts"` // host suffixes, each a host and all under it
	Outlet string   `yaml:"outlet"`
	Title  []string `yaml:"title"`
	Time   []string `yaml:"time"`
	Source []string `yaml:"source"`
	Author []string `yaml:"author"`
	Editor []string `yaml:"editor"`
	Body   []string `yaml:"body"`
	Drop   []string `yaml:"drop"` // inside the body, and no part of it
}

// Furniture are the words and classes of what stands around articles. Words are
// compared in folded form (see text.FoldKey).
type Furniture struct {
	Stops        []string `yaml:"stops"`         // a short line that begins so ends the article
	StopLines    []string `yaml:"stop-lines"`    // a line that is this and no more ends it
	Feet         []string `yaml:"feet"`          // a line that holds one of these is the foot of the page
	Lines        []string `yaml:"lines"`         // a short line that begins so is no part of it
	WholeLines   []string `yaml:"whole-lines"`   // a line that is this and no more is no part of it
	Metadata     []string `yaml:"metadata"`      // a short line that begins so tells about the article
	NoiseClasses []string `yaml:"noise-classes"` // words of class and id that mean furniture
	SureNoise    []string `yaml:"sure-noise"`    // words that begin a class or id and mean furniture, however long
	NotArticles  []string `yaml:"not-articles"`  // a title that begins so is that of an error page
	Portals      []string `yaml:"portals"`       // portals that reprint: "portal-outlet" names the outlet
	DateWords    []string `yaml:"date-words"`    // words of a line that is nothing but a date
}

// Genre is a kind of text with the cues that tell it. Cues are compared in folded
// form.
type Genre struct {
	Genre   string   `yaml:"genre"`
	Title   []string `yaml:"title"`   // in the title
	Column  []string `yaml:"column"`  // the title's bracketed column name, a section or a label line
	Section []string `yaml:"section"` // a part of the URL's path
	Opening []string `yaml:"opening"` // the body begins so
	Not     []string `yaml:"not"`     // in the title: the text tells of such a text and is none
}

// Authors are the words that introduce authors, and their posts.
type Authors struct {
	Introductions []string `yaml:"introductions"` // before the post and name of the author
	Posts         []string `yaml:"posts"`         // posts after the organisation and before the name, Chinese
	EnglishPosts  []string `yaml:"english-posts"`
	NotNames      []string `yaml:"not-names"` // words that are in no Chinese name
}

// Zone gives the IANA zone of hosts that end so, or of texts in a language.
type Zone struct {
	Suffix string `yaml:"suffix"`
	Lang   string `yaml:"lang"`
	Zone   string `yaml:"zone"`
}

// Data is all of it.
type Data struct {
	Sites     []Site
	Furniture Furniture
	Genres    []Genre
	Authors   Authors
	Zones     []Zone

	bySuffix map[string]int
}

// Load reads the embedded files once. It fails only where they are broken, which
// a test rules out.
var Load = sync.OnceValues(func() (*Data, error) {
	d := &Data{bySuffix: map[string]int{}}
	for name, into := range map[string]any{
		"sites.yaml": &d.Sites, "furniture.yaml": &d.Furniture, "genres.yaml": &d.Genres, "authors.yaml": &d.Authors, "zones.yaml": &d.Zones,
	} {
		b, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("sites: opening %s: %w", name, err)
		}
		dec := yaml.NewDecoder(strings.NewReader(string(b)))
		dec.KnownFields(true)
		if err := dec.Decode(into); err != nil {
			return nil, fmt.Errorf("sites: reading %s: %w", name, err)
		}
	}
	for i, s := range d.Sites {
		for _, h := range s.Hosts {
			if _, twice := d.bySuffix[h]; twice {
				return nil, fmt.Errorf("sites: sites.yaml names host %s twice", h)
			}
			d.bySuffix[h] = i
		}
	}
	return d, nil
})

// Site finds the rule of a host: the one with the longest matching suffix.
func (d *Data) Site(host string) *Site {
	for h := strings.ToLower(host); h != ""; {
		if i, ok := d.bySuffix[h]; ok {
			return &d.Sites[i]
		}
		_, h, _ = strings.Cut(h, ".")
	}
	return nil
}

// Zone is the IANA zone in which a host's pages print times, else that of the
// language, else UTC.
func (d *Data) Zone(host, lang string) string {
	best := ""
	length := -1
	for _, z := range d.Zones {
		if z.Suffix != "" && len(z.Suffix) > length && (host == z.Suffix || strings.HasSuffix(host, "."+z.Suffix)) {
			best, length = z.Zone, len(z.Suffix)
		}
	}
	if best != "" {
		return best
	}
	for _, z := range d.Zones {
		if z.Lang != "" && z.Lang == lang {
			return z.Zone
		}
	}
	return "UTC"
}
