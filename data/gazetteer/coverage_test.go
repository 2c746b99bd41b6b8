package gazetteer

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/entente-graph/entente/schema"
)

// members of the United Nations, by ISO 3166-1.
const unitedNations = `AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA BRN BGR BFA BDI CPV KHM CMR CAN
CAF TCD CHL CHN COL COM COG COD CRI CIV HRV CUB CYP CZE DNK DJI DMA DOM ECU EGY SLV GNQ ERI EST SWZ ETH FJI FIN FRA GAB GMB GEO DEU GHA GRC GRD GTM GIN GNB
GUY HTI HND HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM JPN JOR KAZ KEN KIR PRK KOR KWT KGZ LAO LVA LBN LSO LBR LBY LIE LTU LUX MDG MWI MYS MDV MLI MLT MHL MRT
MUS MEX FSM MDA MCO MNG MNE MAR MOZ MMR NAM NRU NPL NLD NZL NIC NER NGA MKD NOR OMN PAK PLW PAN PNG PRY PER PHL POL PRT QAT ROU RUS RWA KNA LCA VCT WSM SMR
STP SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF SSD ESP LKA SDN SUR SWE CHE SYR TJK TZA THA TLS TGO TON TTO TUN TUR TKM TUV UGA UKR ARE GBR USA URY UZB VUT
VEN VNM YEM ZMB ZWE`

func TestStates(t *testing.T) {
	g := load(t)
	ids := strings.Fields(unitedNations)
	if len(ids) != 193 {
		t.Fatalf("the list has %d members", len(ids))
	}
	for _, id := range append(ids, "VAT", "PSE", "XKX", "TWN", "HKG", "MAC") {
		e, ok := g.Entity(schema.StateIRI(id))
		if !ok {
			t.Errorf("no state %s", id)
			continue
		}
		for _, l := range Languages {
			if e.Labels[l] == "" {
				t.Errorf("%s has no label in %s", id, l)
			}
		}
	}
}

// TestSeed holds the identifiers that the vocabulary's worked example uses.
func TestSeed(t *testing.T) {
	g := load(t)
	for _, id := range []string{"group/central-asia-5", "mechanism/china-central-asia", "mechanism/china-central-asia-heads-of-state", "series/china-central-asia-summit",
		"person/xi-jinping", "place/xian", "place/astana", "place/central-asia", "organization/china-central-asia-secretariat", "state/KAZ", "state/UZB"} {
		if _, ok := g.Entity(schema.Base + "id/" + id); !ok {
			t.Errorf("no %s", id)
		}
	}
}

func TestPlaces(t *testing.T) {
	g := load(t)
	located := 0
	for e := range g.All() {
		if e.Kind != "place" {
			continue
		}
		if e.Lat != "" {
			located++
		}
		if e.PlaceKind == "city" && e.In == "" {
			t.Errorf("%s lies nowhere", e.IRI)
		}
	}
	if located < 500 {
		t.Errorf("%d places have coordinates, want 500", located)
	}
	for e := range g.All() {
		if e.Capital == "" {
			continue
		}
		if c, ok := g.Entity(e.Capital); !ok || c.Lat == "" {
			t.Errorf("the capital of %s has no coordinates", e.IRI)
		}
	}
}

func TestTriplesAreSortedAndWhole(t *testing.T) {
	g := load(t)
	ts := g.Triples()
	if !slices.IsSortedFunc(ts, schema.Triple.Compare) {
		t.Error("triples are not sorted")
	}
	for _, x := range ts {
		lexical, _, _ := strings.Cut(x.O.String(), "^^")
		if strings.HasSuffix(x.O.String(), "#decimal>") && strings.Contains(lexical, ".") && strings.HasSuffix(lexical, "0\"") {
			t.Errorf("a decimal that is not canonical: %v", x)
		}
		if strings.ContainsAny(x.S.String(), " \t") {
			t.Errorf("an IRI with a space: %v", x.S)
		}
	}
	n := map[string]int{}
	for e := range g.All() {
		n[e.Kind]++
	}
	t.Logf("bar: gazetteer %d states, %d places, %d organisations, %d groups, %d mechanisms, %d series, %d persons, %d instruments, %d outlets, %d triples",
		n["state"], n["place"], n["organization"], n["group"], n["mechanism"], n["series"], n["person"], n["instrument"], n["outlet"], len(ts))
}

func TestOutlet(t *testing.T) {
	g := load(t)
	for _, c := range []struct{ name, host, zone string }{
		{"人民日报", "", "Asia/Shanghai"}, {"", "world.people.com.cn", "Asia/Shanghai"}, {"ТАСС", "", "Europe/Moscow"}, {"", "www.astanatimes.com", "Asia/Almaty"}, {"", "russian.news.cn", "Asia/Shanghai"},
	} {
		e, ok := g.Outlet(c.name, c.host)
		if !ok || e.Zone != c.zone {
			t.Errorf("outlet %q %q: %v", c.name, c.host, e)
		}
	}
}

func TestLongestHost(t *testing.T) {
	if e, ok := load(t).Outlet("", "www.mfa.gov.cn"); !ok || schema.Local(e.IRI) != "chinese-mfa" {
		t.Errorf("the ministry's page is of %v", e)
	}
}

func TestZones(t *testing.T) {
	for e := range load(t).All() {
		if e.Kind != "outlet" {
			continue
		}
		if _, err := time.LoadLocation(e.Zone); err != nil || e.Zone == "" {
			t.Errorf("%s: zone %q: %v", e.IRI, e.Zone, err)
		}
	}
}
