//! Where the host of a name is, and in which order its addresses are tried (RFC 2782).

use std::net::SocketAddr;

use stdx::Rng;

/// One target of a name: a record of SRV, or an address where there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The lowest is tried first.
    pub(super) priority: u16,
    /// How often it comes first among those of one priority.
    pub(super) weight: u16,
    pub(super) addresses: Vec<SocketAddr>,
}

/// All addresses: by priority, those of one priority by chance as their weights say.
pub(super) fn ordered(places: &[Place], rng: &mut Rng) -> Vec<SocketAddr> {
    let mut left: Vec<&Place> = places.iter().collect();
    // Those without weight stand first, so that a sum of zero finds them.
    left.sort_by_key(|place| (place.priority, place.weight > 0));
    let mut addresses = Vec::new();
    while let Some(priority) = left.first().map(|place| place.priority) {
        let same = left.iter().take_while(|place| place.priority == priority);
        let sum: usize = same.map(|place| usize::from(place.weight)).sum();
        let wanted = rng.below(sum + 1);
        let mut running = 0;
        let at = left.iter().position(|place| {
            running += usize::from(place.weight);
            running >= wanted
        });
        addresses.extend(&left.remove(at.unwrap_or_default()).addresses);
    }
    addresses
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(priority: u16, weight: u16, last: u8) -> Place {
        Place { priority, weight, addresses: vec![SocketAddr::from(([192, 0, 2, last], 5060))] }
    }

    fn last(address: SocketAddr) -> u8 {
        let std::net::IpAddr::V4(ip) = address.ip() else { panic!("it is of IPv4") };
        ip.octets()[3]
    }

    #[test]
    fn the_lowest_priority_comes_first_and_weights_share_the_first_place() {
        let places = [place(20, 0, 4), place(10, 60, 1), place(10, 20, 2), place(10, 0, 3)];
        let mut rng = Rng::new(1);
        let mut first = [0; 5];
        for _ in 0..8_000 {
            let order: Vec<u8> = ordered(&places, &mut rng).into_iter().map(last).collect();
            assert_eq!((order.len(), order[3]), (4, 4));
            first[usize::from(order[0])] += 1;
        }
        assert!((5_700..6_200).contains(&first[1]) && (1_800..2_200).contains(&first[2]), "{first:?}");
        assert!((50..200).contains(&first[3]), "without weight it is rarely the first: {first:?}");
    }

    #[test]
    fn addresses_without_weights_keep_their_order() {
        let places: Vec<Place> = (0..5).map(|number| place(number, 0, number as u8)).collect();
        let order: Vec<u8> = ordered(&places, &mut Rng::new(1)).into_iter().map(last).collect();
        assert_eq!(order, [0, 1, 2, 3, 4]);
        assert!(ordered(&[], &mut Rng::new(1)).is_empty());
    }
}
