//! Small records as bytes, for the way from one reader to another. Both are of one build, so nothing says which
//! version this is; what does not read back is no part.

/// A value as bytes and back.
pub trait Packed: Sized {
    /// Writes it behind what is there.
    fn pack(&self, out: &mut Vec<u8>);
    /// Reads it from the front of these bytes and moves on behind it.
    fn unpack(from: &mut &[u8]) -> Option<Self>;
}

impl Packed for u8 {
    fn pack(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        from.split_off_first().copied()
    }
}

impl Packed for u32 {
    fn pack(&self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        from.split_off(..4)?.try_into().ok().map(Self::from_le_bytes)
    }
}

impl Packed for String {
    fn pack(&self, out: &mut Vec<u8>) {
        self.as_bytes().to_owned().pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Self::from_utf8(Vec::unpack(from)?).ok()
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        u32::try_from(self.len()).unwrap_or(u32::MAX).pack(out);
        self.iter().for_each(|one| one.pack(out));
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let length = u32::unpack(from)?;
        (0..length).map(|_| T::unpack(from)).collect()
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn pack(&self, out: &mut Vec<u8>) {
        self.0.pack(out);
        self.1.pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Some((A::unpack(from)?, B::unpack(from)?))
    }
}

#[cfg(test)]
mod tests {
    use super::Packed;

    #[test]
    fn comes_back_or_is_nothing() {
        let value = (vec![(7_u32, "Chloé".to_owned())], (3_u8, vec![vec![1_u8], vec![]]));
        let mut bytes = Vec::new();
        value.pack(&mut bytes);
        assert_eq!(Packed::unpack(&mut bytes.as_slice()), Some(value));
        for length in 0..bytes.len() {
            assert_eq!(<(Vec<(u32, String)>, (u8, Vec<Vec<u8>>))>::unpack(&mut &bytes[..length]), None);
        }
    }
}
