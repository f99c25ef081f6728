//! What a charge asks for, with its tax parts.

use super::money::out_of_range;
use crate::{Field, InvalidValue, Money, Rule};

/// What is charged: a total above zero, the tax-free part in it, and the VAT if it is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Unchecked"))]
pub struct ChargeAmount {
    total: Money,
    tax_free: Money,
    vat: Option<Money>,
}

/// How a total falls apart: the three parts always add up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaxBreakdown {
    /// Taxable supply without its VAT (공급가액).
    pub supply: Money,
    /// VAT (부가세).
    pub vat: Money,
    /// Tax-free supply (면세).
    pub tax_free: Money,
}

impl ChargeAmount {
    /// All of it taxable, the VAT left to the gateway.
    ///
    /// # Errors
    /// When the total is zero.
    pub fn new(total: Money) -> Result<Self, InvalidValue> {
        if total.is_zero() {
            return Err(out_of_range(1));
        }
        Ok(Self { total, tax_free: Money::zero(total.currency()), vat: None })
    }

    /// With a tax-free part.
    ///
    /// # Errors
    /// When it is in another currency, or leaves less than the stated VAT.
    pub fn with_tax_free(self, tax_free: Money) -> Result<Self, InvalidValue> {
        let taxable = part_of(Field::TaxFree, self.total, tax_free)?;
        if let Some(vat) = self.vat {
            part_of(Field::TaxFree, taxable, vat)?;
        }
        Ok(Self { tax_free, ..self })
    }

    /// With the VAT stated, for PGs that take it.
    ///
    /// # Errors
    /// When it is in another currency, or more than the taxable part.
    pub fn with_vat(self, vat: Money) -> Result<Self, InvalidValue> {
        part_of(Field::VatAmount, self.taxable(), vat)?;
        Ok(Self { vat: Some(vat), ..self })
    }

    /// The whole.
    pub fn total(&self) -> Money {
        self.total
    }

    /// The tax-free part.
    pub fn tax_free(&self) -> Money {
        self.tax_free
    }

    /// The VAT, if it was stated.
    pub fn vat_amount(&self) -> Option<Money> {
        self.vat
    }

    /// How it falls apart: the VAT as stated, else 1/11 of the taxable part, rounded down.
    pub fn breakdown(&self) -> TaxBreakdown {
        let taxable = self.taxable();
        let zero = Money::zero(self.total.currency());
        let vat = self
            .vat
            .unwrap_or_else(|| Money::from_minor(taxable.minor() / 11, taxable.currency()).unwrap_or(zero));
        TaxBreakdown { supply: taxable.checked_sub(vat).unwrap_or(zero), vat, tax_free: self.tax_free }
    }

    fn taxable(&self) -> Money {
        self.total.checked_sub(self.tax_free).unwrap_or(Money::zero(self.total.currency()))
    }
}

/// What is left of `whole` without `part`.
fn part_of(field: Field, whole: Money, part: Money) -> Result<Money, InvalidValue> {
    if whole.currency() != part.currency() {
        return Err(InvalidValue::new(field, Rule::OtherCurrency));
    }
    whole.checked_sub(part).ok_or(InvalidValue::new(field, Rule::MoreThanWhole))
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct Unchecked {
    total: Money,
    tax_free: Money,
    vat: Option<Money>,
}

#[cfg(feature = "serde")]
impl TryFrom<Unchecked> for ChargeAmount {
    type Error = InvalidValue;

    fn try_from(parts: Unchecked) -> Result<Self, Self::Error> {
        let amount = Self::new(parts.total)?.with_tax_free(parts.tax_free)?;
        match parts.vat {
            Some(vat) => amount.with_vat(vat),
            None => Ok(amount),
        }
    }
}
