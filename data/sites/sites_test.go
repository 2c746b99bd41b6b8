package sites

import (
	"testing"
	"time"

	"github.com/andybalholm/cascadia"
)

func TestData(t *testing.T) {
	d, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range d.Sites {
		if len(s.Hosts) == 0 {
			t.Errorf("a site without hosts: %+v", s)
		}
		for _, list := range [][]string{s.Title, s.Time, s.Source, s.Author, s.Editor, s.Body, s.Drop} {
			for _, selector := range list {
				if _, err := cascadia.Parse(selector); err != nil {
					t.Errorf("%v: selector %q: %v", s.Hosts, selector, err)
				}
			}
		}
	}
	for _, z := range d.Zones {
		if _, err := time.LoadLocation(z.Zone); err != nil || (z.Suffix == "") == (z.Lang == "") {
			t.Errorf("zone %+v: %v", z, err)
		}
	}
}

func TestSite(t *testing.T) {
	d, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]string{"world.gmw.cn": "光明网", "WWW.KREMLIN.RU": "Президент России", "en.kremlin.ru": "President of Russia", "notgmw.cn": "", "": ""} {
		got := ""
		if s := d.Site(host); s != nil {
			got = s.Outlet
		}
		if got != want {
			t.Errorf("%s is %q, want %q", host, got, want)
		}
	}
}

func TestZone(t *testing.T) {
	d, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][3]string{{"www.akorda.kz", "ru", "Asia/Almaty"}, {"tass.com", "en", "Europe/Moscow"}, {"", "zh", "Asia/Shanghai"}, {"", "en", "UTC"}, {"example.com", "ru", "Europe/Moscow"}, {"fakekz", "en", "UTC"}} {
		if got := d.Zone(c[0], c[1]); got != c[2] {
			t.Errorf("%s, %s is %s, want %s", c[0], c[1], got, c[2])
		}
	}
}
