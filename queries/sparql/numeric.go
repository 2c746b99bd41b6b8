package sparql

import (
	"math"
	"math/bits"

	"github.com/cockroachdb/apd/v3"
)

// Decimals add, subtract and multiply exactly; a division that does not end is
// rounded to 34 significant digits (half up), as decimal128 has.
var (
	exact    = apd.BaseContext
	division = apd.BaseContext.WithPrecision(34)
)

// maxDigits bounds exact products, so that a query cannot square numbers without
// end.
const maxDigits = 10000

// arithmetic computes a op b with the type promotion of XPath; nil on a type
// error or a division of integers or decimals by zero.
func arithmetic(op byte, a, b *value) *value {
	if a == nil || b == nil {
		return nil
	}
	if !a.kind.numeric() || !b.kind.numeric() {
		return timeArithmetic(op, a, b)
	}
	switch kind := max(a.kind, b.kind); kind {
	case vDouble:
		return doubleValue(floatArithmetic(op, a.float(), b.float()))
	case vFloat:
		return floatValue(floatArithmetic(op, a.float(), b.float()))
	case vInteger:
		if op == '/' {
			return decimalArithmetic(op, a, b, vDecimal)
		}
		if a.dec == nil && b.dec == nil {
			if n, ok := integerArithmetic(op, a.num, b.num); ok {
				return integerValue(n)
			}
		}
		return decimalArithmetic(op, a, b, vInteger)
	default:
		return decimalArithmetic(op, a, b, vDecimal)
	}
}

func floatArithmetic(op byte, a, b float64) float64 {
	switch op {
	case '+':
		return a + b
	case '-':
		return a - b
	case '*':
		return a * b
	}
	return a / b
}

func integerArithmetic(op byte, a, b int64) (int64, bool) {
	switch op {
	case '+':
		c := a + b
		return c, (c > a) == (b > 0)
	case '-':
		c := a - b
		return c, (c < a) == (b > 0)
	}
	hi, lo := bits.Mul64(uint64(max(a, -a)), uint64(max(b, -b)))
	if a == math.MinInt64 || b == math.MinInt64 || hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	return a * b, true
}

func decimalArithmetic(op byte, a, b *value, kind valueKind) *value {
	x, y, r := a.decimal(), b.decimal(), new(apd.Decimal)
	if x.NumDigits()+y.NumDigits() > maxDigits {
		return nil
	}
	var err error
	switch op {
	case '+':
		_, err = exact.Add(r, x, y)
	case '-':
		_, err = exact.Sub(r, x, y)
	case '*':
		_, err = exact.Mul(r, x, y)
	case '/':
		if y.IsZero() {
			return nil
		}
		_, err = division.Quo(r, x, y)
	}
	if err != nil {
		return nil
	}
	if kind == vInteger {
		return bigValue(r)
	}
	return decimalValue(r)
}

func negate(v *value) *value {
	switch {
	case v == nil || !v.kind.numeric():
		return nil
	case v.kind == vDouble:
		return doubleValue(-v.flt)
	case v.kind == vFloat:
		return floatValue(-v.flt)
	case v.kind == vInteger && v.dec == nil && v.num != math.MinInt64:
		return integerValue(-v.num)
	}
	r := new(apd.Decimal).Neg(v.decimal())
	if v.kind == vInteger {
		return bigValue(r)
	}
	return decimalValue(r)
}

// rounding applies ABS, CEIL, FLOOR or ROUND (half towards positive infinity);
// the type stays.
func rounding(name string, v *value) *value {
	if v == nil || !v.kind.numeric() {
		return nil
	}
	switch v.kind {
	case vFloat, vDouble:
		f := map[string]func(float64) float64{"ABS": math.Abs, "CEIL": math.Ceil, "FLOOR": math.Floor, "ROUND": roundHalfUp}[name](v.flt)
		if v.kind == vFloat {
			return floatValue(f)
		}
		return doubleValue(f)
	case vInteger:
		if name != "ABS" {
			if v.dec == nil {
				return integerValue(v.num)
			}
			return bigValue(v.dec)
		}
		if v.dec == nil && v.num != math.MinInt64 {
			return integerValue(max(v.num, -v.num))
		}
		return bigValue(new(apd.Decimal).Abs(v.decimal()))
	}
	r := new(apd.Decimal)
	switch name {
	case "ABS":
		r.Abs(v.dec)
	case "CEIL":
		exactRound(r, v.dec, apd.RoundCeiling)
	case "FLOOR":
		exactRound(r, v.dec, apd.RoundFloor)
	default: // floor(x + 0.5)
		if _, err := exact.Add(r, v.dec, apd.New(5, -1)); err != nil {
			return nil
		}
		exactRound(r, r, apd.RoundFloor)
	}
	return decimalValue(r)
}

func roundHalfUp(f float64) float64 {
	if math.Abs(f) >= 1<<52 || f != f {
		return f
	}
	return math.Floor(f + 0.5)
}

// exactRound rounds to a whole number.
func exactRound(r, d *apd.Decimal, mode apd.Rounder) {
	c := exact
	c.Precision = uint32(d.NumDigits()) + 4
	c.Rounding = mode
	_, _ = c.Quantize(r, d, 0) // precision suffices, so it cannot fail
}

// compareNumbers compares by value; ok is false when one is NaN.
func compareNumbers(a, b *value) (c int, ok bool) {
	switch {
	case a.kind >= vFloat || b.kind >= vFloat:
		x, y := a.float(), b.float()
		if a.kind != vDouble && b.kind != vDouble { // both become floats
			x, y = float64(float32(x)), float64(float32(y))
		}
		switch {
		case x < y:
			return -1, true
		case x > y:
			return 1, true
		}
		return 0, x == y
	case a.dec == nil && b.dec == nil:
		switch {
		case a.num < b.num:
			return -1, true
		case a.num > b.num:
			return 1, true
		}
		return 0, true
	}
	return a.decimal().Cmp(b.decimal()), true
}
