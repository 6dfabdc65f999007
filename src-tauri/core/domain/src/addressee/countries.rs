//! Calling codes and trunk prefixes of countries.

/// A country whose phone numbers can be typed without its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166 alpha-2.
    pub iso: &'static str,
    /// Calling code (ITU-T E.164 list of assigned country codes).
    pub code: &'static str,
    /// What callers within the country dial first and others leave out (ITU-T E.164 list of dialling procedures);
    /// empty: nothing.
    pub trunk: &'static str,
}

const fn country(iso: &'static str, code: &'static str, trunk: &'static str) -> Country {
    Country { iso, code, trunk }
}

impl Country {
    /// The country with this ISO code.
    #[must_use]
    pub fn named(iso: &str) -> Option<&'static Self> {
        COUNTRIES.iter().find(|country| country.iso == iso)
    }
}

/// Countries by ISO code.
#[rustfmt::skip]
pub const COUNTRIES: &[Country] = &[
    country("AE", "971", "0"), country("AM", "374", "0"), country("AR", "54", "0"), country("AT", "43", "0"),
    country("AU", "61", "0"), country("AZ", "994", "0"), country("BE", "32", "0"), country("BG", "359", "0"),
    country("BO", "591", "0"), country("BR", "55", "0"), country("BY", "375", "8"), country("CA", "1", "1"),
    country("CH", "41", "0"), country("CL", "56", ""), country("CN", "86", "0"), country("CO", "57", ""),
    country("CR", "506", ""), country("CU", "53", "0"), country("CY", "357", ""), country("CZ", "420", ""),
    country("DE", "49", "0"), country("DK", "45", ""), country("DO", "1", "1"), country("EC", "593", "0"),
    country("EE", "372", ""), country("EG", "20", "0"), country("ES", "34", ""), country("FI", "358", "0"),
    country("FR", "33", "0"), country("GB", "44", "0"), country("GE", "995", "0"), country("GR", "30", ""),
    country("GT", "502", ""), country("HN", "504", ""), country("HR", "385", "0"), country("HU", "36", "06"),
    country("IE", "353", "0"), country("IL", "972", "0"), country("IN", "91", "0"), country("IS", "354", ""),
    country("IT", "39", ""), country("JP", "81", "0"), country("KG", "996", "0"), country("KZ", "7", "8"),
    country("LT", "370", "0"), country("LU", "352", ""), country("LV", "371", ""), country("MA", "212", "0"),
    country("MD", "373", "0"), country("ME", "382", "0"), country("MK", "389", "0"), country("MT", "356", ""),
    country("MX", "52", ""), country("NI", "505", ""), country("NL", "31", "0"), country("NO", "47", ""),
    country("NZ", "64", "0"), country("PA", "507", ""), country("PE", "51", "0"), country("PL", "48", ""),
    country("PT", "351", ""), country("PY", "595", "0"), country("RO", "40", "0"), country("RS", "381", "0"),
    country("RU", "7", "8"), country("SE", "46", "0"), country("SI", "386", "0"), country("SK", "421", "0"),
    country("SV", "503", ""), country("TH", "66", "0"), country("TJ", "992", ""), country("TM", "993", "8"),
    country("TR", "90", "0"), country("UA", "380", "0"), country("US", "1", "1"), country("UY", "598", "0"),
    country("UZ", "998", ""), country("VE", "58", "0"), country("ZA", "27", "0"),
];

/// Every assigned code (ITU-T E.164, geographic areas). None begins another one.
#[rustfmt::skip]
const CODES: &[&str] = &[
    "1", "7", "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43",
    "44", "45", "46", "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58",
    "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92",
    "93", "94", "95", "98", "211", "212", "213", "216", "218", "220", "221", "222", "223", "224",
    "225", "226", "227", "228", "229", "230", "231", "232", "233", "234", "235", "236", "237", "238",
    "239", "240", "241", "242", "243", "244", "245", "246", "247", "248", "249", "250", "251", "252",
    "253", "254", "255", "256", "257", "258", "260", "261", "262", "263", "264", "265", "266", "267",
    "268", "269", "290", "291", "297", "298", "299", "350", "351", "352", "353", "354", "355", "356",
    "357", "358", "359", "370", "371", "372", "373", "374", "375", "376", "377", "378", "379", "380",
    "381", "382", "383", "385", "386", "387", "389", "420", "421", "423", "500", "501", "502", "503",
    "504", "505", "506", "507", "508", "509", "590", "591", "592", "593", "594", "595", "596", "597",
    "598", "599", "670", "672", "673", "674", "675", "676", "677", "678", "679", "680", "681", "682",
    "683", "685", "686", "687", "688", "689", "690", "691", "692", "850", "852", "853", "855", "856",
    "880", "886", "960", "961", "962", "963", "964", "965", "966", "967", "968", "970", "971", "972",
    "973", "974", "975", "976", "977", "992", "993", "994", "995", "996", "998",
];

/// The calling code that an international number begins with.
pub(super) fn code_of(digits: &str) -> Option<&'static str> {
    CODES
        .iter()
        .find(|code| digits.starts_with(**code))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_begins_another_and_every_country_has_one() {
        for code in CODES {
            let begins = |other: &&&str| other.starts_with(*code);
            assert_eq!(CODES.iter().filter(begins).count(), 1, "{code}");
        }
        for country in COUNTRIES {
            assert!(CODES.contains(&country.code), "{}", country.iso);
        }
        assert!(COUNTRIES.is_sorted_by_key(|country| country.iso));
    }
}
