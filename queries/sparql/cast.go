package sparql

import (
	"math"
	"strconv"

	"github.com/cockroachdb/apd/v3"

	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// cast is a constructor function such as xsd:integer(?x) (section 17.5); nil
// where the value cannot be cast. The result is canonical.
func cast(datatype string, v *value) *value {
	if v == nil || v.kind == vBlank {
		return nil
	}
	kind := datatypeKinds[datatype]
	if kind == vString {
		return stringValue(castText(v))
	}
	if v.kind == vIRI {
		return nil
	}
	if v.kind == vString { // from its text
		out := decode(schema.Typed(v.term.Value, datatype))
		switch {
		case out.kind == vInvalid:
			return nil
		case out.kind == vBoolean:
			return boolValue(out.num != 0)
		case out.kind == vDecimal:
			return decimalValue(out.dec)
		case out.kind == vFloat:
			return floatValue(out.flt)
		case out.kind == vDouble:
			return doubleValue(out.flt)
		case datatype == schema.XSDInteger:
			return bigValue(out.decimal())
		}
		return out
	}
	switch kind {
	case vBoolean:
		if v.kind != vBoolean && !v.kind.numeric() {
			return nil
		}
		b, ok := truth(v)
		if !ok {
			return nil
		}
		return boolValue(b)
	case vInteger, vDecimal:
		return castExact(datatype, kind, v)
	case vFloat, vDouble:
		f := float64(v.num)
		if v.kind.numeric() {
			f = v.float()
		} else if v.kind != vBoolean {
			return nil
		}
		if kind == vFloat {
			return floatValue(f)
		}
		return doubleValue(f)
	}
	return castTime(datatype, kind, v)
}

func castExact(datatype string, kind valueKind, v *value) *value {
	var d *apd.Decimal
	switch {
	case v.kind == vBoolean:
		d = apd.New(v.num, 0)
	case v.kind == vFloat || v.kind == vDouble:
		if math.IsNaN(v.flt) || math.IsInf(v.flt, 0) {
			return nil
		}
		bits := 64
		if v.kind == vFloat {
			bits = 32
		}
		d, _, _ = apd.NewFromString(strconv.FormatFloat(v.flt, 'f', -1, bits))
	case v.kind.numeric():
		d = v.decimal()
	default:
		return nil
	}
	if kind == vDecimal {
		return decimalValue(d)
	}
	r := new(apd.Decimal)
	exactRound(r, d, apd.RoundDown)
	out := bigValue(r)
	if datatype != schema.XSDInteger {
		if out = decode(schema.Typed(out.term.Value, datatype)); out.kind == vInvalid {
			return nil
		}
	}
	return out
}

func castTime(datatype string, kind valueKind, v *value) *value {
	text := v.term.Value
	switch {
	case kind == v.kind:
	case kind == vDateTime && v.kind == vDate:
		n := len(text) - len(v.time.zoneAs)
		text = text[:n] + "T00:00:00" + text[n:]
	case kind == vDate && v.kind == vDateTime:
		day := edtf.Days(v.time.year, int(v.time.month), int(v.time.day))
		text = dateText(day) + v.time.zoneAs
	case datatype == schema.XSDGYear && (v.kind == vDateTime || v.kind == vDate):
		text = dateText(edtf.Days(v.time.year, 1, 1))
		text = text[:len(text)-len("-01-01")] + v.time.zoneAs
	default:
		return nil
	}
	out := decode(schema.Typed(text, datatype))
	if out.kind == vInvalid {
		return nil
	}
	return out
}

// castText is a cast to xsd:string as XPath has it: canonical forms, with doubles
// between a millionth and a million written as decimals. STR() keeps the form
// that a literal was written in.
func castText(v *value) string {
	switch v.kind {
	case vBoolean:
		return boolValue(v.num != 0).term.Value
	case vInteger:
		return bigValue(v.decimal()).term.Value
	case vDecimal:
		return decimalText(v.dec)
	case vFloat, vDouble:
		bits := 64
		if v.kind == vFloat {
			bits = 32
		}
		if a := math.Abs(v.flt); a == 0 || a >= 1e-6 && a < 1e6 {
			return strconv.FormatFloat(v.flt, 'f', -1, bits)
		}
		return floatText(v.flt, bits)
	}
	return v.term.Value
}
